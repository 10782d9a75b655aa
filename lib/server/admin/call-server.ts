import http from 'node:http';
import { adminSocketPath } from '@/lib/server/admin/admin-socket';
import { isMissingFile } from '@/lib/server/errors';
import type { Envelope } from '@/lib/shared/errors';

/** There is no file, or nobody listens at it any more. */
const NO_SERVER = new Set(['ECONNREFUSED', 'ENOENT']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function post(socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = http.request({ socketPath, method: 'POST', path: '/', headers });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    request.end(body);
  });
}

/** Asks the server of a data folder to run a command; null when none runs. */
export async function callServer(
  dataDir: string,
  call: { command: string; input: object },
): Promise<Envelope<object> | null> {
  try {
    const text = await post(await adminSocketPath(dataDir), JSON.stringify(call));
    return JSON.parse(text) as Envelope<object>;
  } catch (error) {
    if (NO_SERVER.has(codeOf(error)) || isMissingFile(error)) return null;
    if (codeOf(error) !== 'EACCES') throw error;
    throw new Error('the server belongs to another user: run this as the user who runs it');
  }
}
