import { expect, test } from 'vitest';
import { acceptFiles } from '@/components/conversation/composer/accept-files';

const MB = 1024 * 1024;
const PNG = '\x89PNG\r\n\x1a\n';
/** An animation, which cannot be made smaller. */
const GIF = 'GIF89a NETSCAPE2.0';

const fileOf = (name: string, head: string, bytes = 100) =>
  new File([Buffer.from(head, 'latin1'), new Uint8Array(bytes - head.length)], name);

async function accept(chosen: File[]) {
  const problems: string[] = [];
  const { files, asFiles } = await acceptFiles(chosen, {
    otherLanguage: null,
    fileMaxBytes: 20 * MB,
    locale: 'en-GB',
    onProblem: (problem) => problems.push(problem),
  });
  return { files, asFiles: [...asFiles], problems };
}

test('what is no picture, or can only be sent as it is, goes as a file', async () => {
  const [photo, svg, tiff, moving] = [
    fileOf('photo', PNG),
    fileOf('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg">'),
    fileOf('scan.tiff', 'II*\0'),
    fileOf('long.gif', GIF, 17 * MB),
  ] as [File, File, File, File];
  const chosen = [photo, svg, tiff, moving];
  expect(await accept(chosen)).toEqual({
    files: chosen,
    asFiles: [svg, tiff, moving],
    problems: [],
  });
});

test('what the server will not take, or nobody can read, is said by its name', async () => {
  const large = fileOf('film.mov', 'film', 21 * MB);
  const gone = fileOf('gone.txt', 'text');
  gone.slice = () => {
    throw new DOMException('gone', 'NotReadableError');
  };
  const { files, problems } = await accept([large, gone]);
  expect(files).toEqual([]);
  expect(problems).toEqual([
    expect.stringMatching(/film\.mov.*: This server takes files up to 20 MB\./),
    expect.stringMatching(/gone\.txt.*: This file cannot be read\./),
  ]);
});
