import { Message } from '@/models/message';

/**
 * The number of the first message at or after a moment and after `clearedSeq`, the one after the last
 * when there is none. Numbers rise with time but for clocks that were set back, so the range is halved
 * until one is left.
 */
export async function findSeqAt(
  conversationId: string,
  { moment, clearedSeq, lastSeq }: { moment: Date; clearedSeq: number; lastSeq: number },
): Promise<number> {
  let [first, last] = [clearedSeq + 1, lastSeq + 1];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const message = await Message.findOne({ conversationId, seq: { $gte: middle } })
      .sort({ seq: 1 })
      .select('createdAt')
      .lean();
    if (message && message.createdAt < moment) first = middle + 1;
    else last = middle;
  }
  return first;
}
