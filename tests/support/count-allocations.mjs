// Loaded into a server under test before its own code (`node --import`): what its main thread allocates,
// sampled by V8 as often as once in SAMPLE_BYTES, garbage included. A connection to the socket file named by
// ALLOCATIONS_SOCKET is told the bytes since the one before, and begins a new count.
import { Session } from 'node:inspector/promises';
import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

const SAMPLE_BYTES = 16_384;

/** @type {(node: import('node:inspector').HeapProfiler.SamplingHeapProfileNode) => number} */
const sum = ({ selfSize, children }) =>
  children.reduce((bytes, child) => bytes + sum(child), selfSize);

// Threads that the server starts are given the same options.
if (isMainThread) {
  const session = new Session();
  session.connect();
  const begin = () =>
    session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLE_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
  await begin();
  createServer(async (socket) => {
    const { profile } = await session.post('HeapProfiler.stopSampling');
    await begin();
    socket.end(String(sum(profile.head)));
  })
    .listen(process.env.ALLOCATIONS_SOCKET)
    .unref();
}
