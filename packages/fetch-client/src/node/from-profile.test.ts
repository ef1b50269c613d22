import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { failureOf } from '../../test/local-server.ts';
import { fromProfile, type ProfileOptions } from './from-profile.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'cfw-profile-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(await folder(), 'credentials');
  await writeFile(path, content);
  return path;
}

async function failureFor(options: ProfileOptions): Promise<CfwCredentialsError> {
  const error = await failureOf(fromProfile({ env: {}, ...options })());
  expect(error).toBeInstanceOf(CfwCredentialsError);
  expect(error).toMatchObject({ source: 'profile' });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden');
  return error as CfwCredentialsError;
}

const usual = `# made by hand
[basic]
ak = AK1
sk = hidden-sk
project_id = a16df7cf1d094befa6bbc72cbf51e93a

[global]
ak = AK2
sk = hidden-2
security_token = hidden-token=/+==
`;

describe('credentials from a profile file', () => {
  it('are those of [basic], or of the section that is asked for', async () => {
    const path = await file(usual);
    expect(await fromProfile({ path })()).toEqual({ accessKey: 'AK1', secretKey: 'hidden-sk' });
    expect(await fromProfile({ path, profile: 'global' })()).toEqual({
      accessKey: 'AK2',
      secretKey: 'hidden-2',
      securityToken: 'hidden-token=/+==',
    });
  });

  it.each([
    ['no blanks', '[basic]\nak=AK1\nsk=hidden-sk'],
    ['colons', '[basic]\nak: AK1\nsk : hidden-sk\n'],
    ['Windows line ends and a byte order mark', '\uFEFF[basic]\r\nak = AK1\r\nsk = hidden-sk\r\n'],
    ['quotes', '[basic]\nak = "AK1"\nsk = \'hidden-sk\'\n'],
    ['capital keys and indents', '[basic]\n  AK = AK1\n  Sk = hidden-sk\n'],
    ['comments', '; x\n[ basic ] # y\n#ak = AK0\nak = AK1\nsk = hidden-sk\nsecurity_token =\n'],
  ])('may be written with %s', async (_, content) => {
    expect(await fromProfile({ path: await file(content) })()).toEqual({
      accessKey: 'AK1',
      secretKey: 'hidden-sk',
    });
  });

  it('are read again, so that a changed key counts at once', async () => {
    const path = await file(usual);
    const provider = fromProfile({ path });
    await provider();
    await writeFile(path, usual.replace('AK1', 'AK9'));
    expect(await provider()).toMatchObject({ accessKey: 'AK9' });
  });

  it('are looked for where HUAWEICLOUD_SDK_CREDENTIALS_FILE says, or else in the home folder', async () => {
    const path = await file(usual);
    const env = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: path };
    expect(await fromProfile({ env })()).toMatchObject({ accessKey: 'AK1' });

    const home = await folder();
    await mkdir(join(home, '.huaweicloud'));
    await writeFile(join(home, '.huaweicloud', 'credentials'), usual.replace('AK1', 'AK3'));
    vi.stubEnv('HOME', home).stubEnv('USERPROFILE', home);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await fromProfile({ env: {} })()).toMatchObject({ accessKey: 'AK3' });
  });
});

describe('a profile file that does not work', () => {
  it.each([
    ['', '', 'has no section [basic]; it has none at all'],
    ['[global]\nak = 1\n', '', 'has no section [basic]; it has [global]'],
    ['\n[basic]\nsk = hidden\n', ':2', 'the section [basic] has no ak. Add a line: ak = …'],
    ['[basic]\nak = AK1\n', ':1', 'the section [basic] has no sk'],
    ['[basic]\nak = AK1\nsk =\n', ':3', 'sk is empty'],
    ['[basic]\nak = AK1\nsk = ""\n', ':3', 'sk is empty'],
    ['[basic]\nak = AK1\nsk = hidden # mine\n', ':3', 'A comment needs a line of its own'],
    ['[basic]\nak = AK1\nsk = hiddené\n', ':3', 'sk holds a blank or another character'],
    ['[basic]\nak = 1\nsk = hidden\nsk = hidden\n', ':4', 'sk was there already, in line 3'],
    ['[basic]\n\n[basic]\n', ':3', 'the section [basic] was there already, in line 1'],
    ['ak = AK1\nsk = hidden\n', ':1', 'this stands before the first [section]'],
    ['[basic]\nak = AK1\nhidden\n', ':3', 'neither [section], nor key = value'],
    ['[basic\nak = AK1\n', ':1', 'neither [section], nor key = value'],
    ['{"ak":"hidden","sk":"hidden"}', ':1', 'neither [section], nor key = value'],
    ['<html>hidden</html>', ':1', 'neither [section], nor key = value'],
  ])('%j is refused with file, line and reason', async (content, line, message) => {
    const path = await file(content);
    const error = await failureFor({ path });
    expect(error.message.startsWith(`${path}${line}${line && ':'} `)).toBe(true);
    expect(error.message).toContain(message);
    expect(error.absent).toBe(false);
  });

  it('may be garbage', async () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 151 + 128) % 256);
    expect((await failureFor({ path: await file(bytes) })).message).toContain('not text in UTF-8');
  });

  it('may be far too long', async () => {
    const path = await file('#'.repeat(1024 * 1024 + 1));
    expect((await failureFor({ path })).message).toContain(`${path} has 1048577 bytes`);
  });

  it('may be missing: only the usual one may', async () => {
    const path = join(await folder(), 'nothing', 'here');
    const error = await failureFor({ path });
    expect(error).toMatchObject({ message: `There is no file ${path}`, absent: false });
    const env = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: path };
    expect(await failureFor({ env })).toMatchObject({ absent: false });

    vi.stubEnv('HOME', path).stubEnv('USERPROFILE', path);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await failureFor({})).toMatchObject({ absent: true });
  });

  it('may be a folder', async () => {
    const path = await folder();
    expect((await failureFor({ path })).message).toBe(`${path} is not a file`);
  });

  it.skipIf(process.platform === 'win32')('may be a device', async () => {
    expect((await failureFor({ path: '/dev/null' })).message).toBe('/dev/null is not a file');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'may be closed to us',
    async () => {
      const path = await file(usual);
      await chmod(path, 0);
      expect((await failureFor({ path })).message).toContain(`${path} can't be read: EACCES`);
    },
  );
});
