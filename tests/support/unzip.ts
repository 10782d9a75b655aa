import { crc32 } from 'node:zlib';
import { fromBuffer } from 'yauzl';

/** The files of a zip archive by name, read by another library than the one that wrote it. */
export function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return reject(error);
      const files = new Map<string, Buffer>();
      zip.on('error', reject);
      zip.on('end', () => resolve(files));
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => pieces.push(piece));
          stream.on('error', reject);
          stream.on('end', () => {
            const content = Buffer.concat(pieces);
            const { fileName } = entry;
            if (files.has(fileName)) return reject(new Error(`${fileName} is in it twice`));
            if (crc32(content) !== entry.crc32) return reject(new Error(`${fileName} is damaged`));
            files.set(fileName, content);
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
