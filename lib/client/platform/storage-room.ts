/**
 * Whether this browser has room to keep so many bytes for the page; true where it does not say. It may
 * still refuse: then they are kept in memory.
 */
export async function hasStorageRoom(bytes: number): Promise<boolean> {
  try {
    // A page of plain http has none.
    if (!('storage' in navigator)) return true;
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined || quota - usage > bytes;
  } catch {
    return true;
  }
}
