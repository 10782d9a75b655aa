/** The built-in database in a process of its own, for several nodes: a folder in, its address out. */
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';

const [dir = ''] = process.argv.slice(2);
const { uri } = await startEmbeddedMongo({
  dir,
  workerFile: path.resolve('dist/embedded-mongo-worker.js'),
});
console.log(`ready at ${uri} `);
