// The decoding process: one picture at a time, ended from outside when one takes too long or too much.
import { decode } from '@/lib/server/images/decoder/decode';
import { Refusal } from '@/lib/server/images/decoder/refusal';
import type { DecodeAnswer, DecodeTask } from '@/lib/server/images/decoder/task';

async function answer({ source, kind }: DecodeTask): Promise<DecodeAnswer> {
  try {
    return { image: await decode(source, kind) };
  } catch (error) {
    if (error instanceof Refusal) {
      return { refusal: error.reason, detail: String(error.cause ?? '') };
    }
    return { failure: String(error) };
  }
}

// Only the server that started this process has the channel.
process.on('message', (task: DecodeTask) => {
  void answer(task).then((result) => process.send?.(result));
});
// The server has ended, so nobody waits for an answer.
process.on('disconnect', () => process.exit());
