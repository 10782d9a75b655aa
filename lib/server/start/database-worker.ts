import path from 'node:path';
import { installCodeCache } from '@/lib/server/start/code-cache';
import { startResting } from '@/lib/server/start/rest';

/** Built beside this file: the worker of the embedded database. */
const ENGINE = './embedded-mongo-engine.js';

const built = import.meta.dirname;
installCodeCache(path.join(built, 'code-cache-database'), path.dirname(built));
startResting();
void import(ENGINE);
