import { type Asset, type Assets, findAsset, parseAssets } from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';
import { badLineMessages } from './bad-lines.ts';
import { readOptionText } from './read-option-file.ts';

/** Finds what is said of a canonical address. */
export type AssetOf = (address: string) => Asset | undefined;

/** Assets as read from their file, and messages about it. */
export interface ReadAssets {
  of: AssetOf;
  /** The line that says how much there is. */
  counts: string[];
  /** Lines that say what of it is ignored, or wrong. */
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
  const assets = parse(shown, text);
  return {
    of: (address) => findAsset(assets, address),
    counts: [assetCount(shown, assets)],
    notes: assetNotes(shown, text, assets),
  };
}

function assetCount(shown: string, { byAddress, networks }: Assets): string {
  const size = [counted(byAddress.size, 'address', 'addresses')];
  if (networks.size > 0) size.push(counted(networks.size, 'network'));
  return `Asset file ${shown}: ${size.join(', ')}.`;
}

function assetNotes(shown: string, text: string, assets: Assets): string[] {
  const { unknownColumns, bad, badLines } = assets;
  const notes: string[] = [];
  if (unknownColumns.length > 0) {
    notes.push(`${shown}: columns passed over: ${escapeControlChars(unknownColumns.join(', '))}`);
  }
  if (text.includes('\uFFFD')) {
    notes.push(`${shown} is not UTF-8, so that some names are wrong: save it as UTF-8.`);
  }
  return [...notes, ...badLineMessages(shown, bad, badLines)];
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
