import path from 'node:path';

/** The folder of the images that are in use. */
export const uploadsDir = (dataDir: string) =>
  path.join(/* turbopackIgnore: true */ dataDir, 'uploads');

/** Images that are in use no more lie here, in a folder for each day, until they are deleted. */
export const asideDir = (dataDir: string) =>
  path.join(/* turbopackIgnore: true */ dataDir, 'uploads-aside');
