import { parentPort, workerData } from 'node:worker_threads';
import { run } from './run';
import { passExitGate } from './storage/exit-gate';

/** Entry of the worker thread: opens the store, listens, and closes when told. */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('worker.ts is to be run as a worker thread');
  const log = (event: string, fields: Record<string, unknown>) =>
    port.postMessage({ kind: 'log', event, fields });
  try {
    const { gate, ...options } = workerData;
    passExitGate(gate);
    const running = await run({ ...options, log });
    port.on('message', (message: unknown) => {
      if (message !== 'close') return;
      running
        .close()
        .then(() => port.postMessage({ kind: 'closed' }))
        .catch((error: unknown) => port.postMessage({ kind: 'failed', reason: String(error) }))
        .finally(() => port.close());
    });
    port.postMessage({ kind: 'ready', uri: running.uri });
  } catch (error) {
    port.postMessage({
      kind: 'failed',
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

void main();
