import { hasDiskSpace } from '@/lib/server/data-dir/disk-space';
import { isDatabaseReady } from '@/lib/server/db';
import { imageStore } from '@/lib/server/images/store';
import { areChannelsRefused } from '@/lib/server/redis';

/** What this node needs to serve and cannot reach right now; nothing when it is ready. */
export async function checkReadiness(): Promise<{ isReady: boolean; missing: string[] }> {
  const missing: string[] = [];
  const [database, images, disk] = await Promise.all([
    isDatabaseReady(),
    imageStore()
      .check()
      .then(
        () => true,
        () => false,
      ),
    hasDiskSpace(),
  ]);
  if (!database) missing.push('database');
  if (!images) missing.push('image store');
  if (areChannelsRefused()) missing.push('redis channels');
  if (!disk) missing.push('disk space');
  return { isReady: missing.length === 0, missing };
}
