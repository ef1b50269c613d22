import { type Asset, type Assets, parseAssets } from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';
import { badLineMessages } from './bad-lines.ts';
import { readOptionText } from './read-option-file.ts';

/** Assets as read from their file, and messages about it. */
export interface ReadAssets {
  byAddress: ReadonlyMap<string, Asset>;
  /** Lines for the user. */
  notes: string[];
}

/**
 * Reads an asset file.
 *
 * @throws {@link Failure} when it can't be read or is none
 */
export async function readAssetFile(file: string): Promise<ReadAssets> {
  const text = await readOptionText(file, 'asset file');
  const shown = escapeControlChars(file);
  if (text.trim() === '') throw new Failure(`The asset file ${shown} is empty.`);
  const { byAddress, bad, badLines } = parse(shown, text);
  const notes = [
    `Asset file ${shown}: ${counted(byAddress.size, 'address', 'addresses')}.`,
    ...badLineMessages(shown, bad, badLines),
  ];
  return { byAddress, notes };
}

function parse(shown: string, text: string): Assets {
  try {
    return parseAssets(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure(
      `${shown} is no asset file: ${escapeControlChars(error.message)}.\n` +
        'It takes CSV with the columns address, device_name, associate_instance_type and tags, or a JSON list of such objects.',
      undefined,
      { cause: error },
    );
  }
}
