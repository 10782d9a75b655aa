import { getConfig } from '@/lib/server/config';
import { instanceIdFile } from '@/lib/server/data-dir/instance-id';
import { bringBack, deleteOldAside, listAside, setAside } from '@/lib/server/images/aside';
import { listLocalImages } from '@/lib/server/images/local-store';
import { eraseUpload } from '@/lib/server/images/store';
import { log } from '@/lib/server/log';
import { adoptFolder, isFolderOfDatabase } from '@/lib/server/services/instance';
import { apiUrls } from '@/lib/shared/urls';
import { ImportItem } from '@/models/import';
import { Message } from '@/models/message';
import { User } from '@/models/user';

/** Younger files may belong to a send that is still under way. */
const ORPHAN_AGE_MS = 60 * 60_000;
/** If the database knows less than this part of the files, it is probably the wrong database. */
const SWEPT_PART_MAX = 0.1;
const MESSAGE_IMAGE = /^message-([0-9a-f]{24})-([0-9a-f-]{36})-[0-9a-f-]{36}\.\w+$/;
const AVATAR = /^avatar-([0-9a-f]{24})-[0-9a-f-]{36}\.\w+$/;
const UNFINISHED = /\.partial$/;

type Use = 'used' | 'unused' | 'deleted';

/** Whether anybody refers to a file, or the message it belonged to was deleted. */
async function findUse(name: string): Promise<Use> {
  const url = apiUrls.upload(name);
  const [, senderId, clientId] = MESSAGE_IMAGE.exec(name) ?? [];
  if (senderId && clientId) {
    const message = await Message.findOne({ senderId, clientId })
      .select('image file preview deletedAt')
      .lean();
    if (message?.deletedAt) return 'deleted';
    const urls = [message?.image?.url, message?.file?.url, message?.preview?.image?.url];
    if (urls.includes(url)) return 'used';
    // One that is handed in with a history, of a message that is still to come.
    return (await ImportItem.exists({ clientId, 'image.url': url })) ? 'used' : 'unused';
  }
  const [, userId] = AVATAR.exec(name) ?? [];
  if (!userId) return 'unused';
  const user = await User.findById(userId).select('profilePic').lean();
  return user?.profilePic === url ? 'used' : 'unused';
}

async function isDatabaseEmpty(): Promise<boolean> {
  return (await User.estimatedDocumentCount()) === 0;
}

/** Why this database must not decide which files are unused; null when it may. */
async function findReasonNotToSweep(input: {
  dataDir: string;
  names: string[];
  orphans: string[];
}): Promise<string | null> {
  const { dataDir, names, orphans } = input;
  const restore =
    'If messages or people are missing, stop the server and put the right database back';
  if (await isDatabaseEmpty()) {
    return `The database is empty, but there are files in ${dataDir}/uploads: all are kept. ${restore}.`;
  }
  const isTooMany = orphans.length > names.length * SWEPT_PART_MAX;
  if (!(await isFolderOfDatabase({ dataDir, mayAdopt: !isTooMany }))) {
    return `The files in ${dataDir}/uploads belong to another database than the one in use (the ids in ${instanceIdFile(dataDir)} and in the database differ, or one is missing): all are kept. ${restore}. If this database is the right one, delete ${instanceIdFile(dataDir)} and restart.`;
  }
  if (isTooMany) {
    return `The database does not know ${orphans.length} of the ${names.length} files in ${dataDir}/uploads, more than a tenth: all are kept. ${restore}. If those files are of no use, move them out of the folder.`;
  }
  return null;
}

/**
 * Sets aside the files of the local store that no message and no person refers to, brings back those
 * set aside that one refers to after all, and deletes what was set aside over a week ago, and, however
 * young, the images and files of messages that were deleted. Nothing else is touched when the database is
 * empty, is not the one of this folder, or does not know more than a tenth of the files; a warning in the log says which. Idempotent. Returns how many were set aside.
 */
export async function sweepUploads(): Promise<number> {
  const { dataDir, cloudinary } = getConfig();
  if (cloudinary) return 0;
  const images = await listLocalImages(dataDir);
  const aside = await listAside(dataDir);
  if (images.length === 0 && aside.length === 0) {
    // A new installation, or an emptied one: folder and database belong together from now on.
    if (await isDatabaseEmpty()) await adoptFolder(dataDir);
    else await isFolderOfDatabase({ dataDir, mayAdopt: true });
    return 0;
  }
  const unfinished = images.filter(({ name }) => UNFINISHED.test(name));
  const finished = images.filter(({ name }) => !UNFINISHED.test(name));
  const isOld = ({ modifiedAt }: { modifiedAt: number }) => modifiedAt < Date.now() - ORPHAN_AGE_MS;
  const orphans: string[] = [];
  for (const file of finished) {
    const use = await findUse(file.name);
    if (use === 'unused' && isOld(file)) orphans.push(file.name);
    // A crash came between the deletion of the message and that of its image or file.
    if (use === 'deleted') await eraseUpload(apiUrls.upload(file.name));
  }
  const reason = await findReasonNotToSweep({
    dataDir,
    names: finished.map(({ name }) => name),
    orphans,
  });
  if (reason !== null) {
    log().warn({ files: images.length, unknown: orphans.length, reason }, 'uploads.not_swept');
    return 0;
  }
  const swept = [...orphans, ...unfinished.filter(isOld).map(({ name }) => name)];
  for (const name of swept) await setAside(dataDir, name);
  let broughtBack = 0;
  for (const file of aside) {
    if ((await findUse(file.name)) !== 'used') continue;
    await bringBack(dataDir, file);
    broughtBack++;
  }
  const deleted = await deleteOldAside(dataDir);
  if (swept.length + broughtBack + deleted > 0) {
    log().info({ setAside: swept.length, broughtBack, deleted }, 'uploads.swept');
  }
  return swept.length;
}
