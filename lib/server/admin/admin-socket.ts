import { chmod, realpath, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { runCommand } from '@/lib/server/admin/run-command';
import { getConfig } from '@/lib/server/config';
import { socketPath } from '@/lib/server/data-dir/socket-path';
import { AppError, isMissingFile, toAppError, toFailure } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { parseInput } from '@/lib/server/parse-input';
import { adminCall } from '@/lib/shared/accounts/admin-schemas';
import { ERROR_STATUS } from '@/lib/shared/errors';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

const SOCKET_NAME = 'admin.sock';
/** Nothing for the group and for others, from the first moment on. */
const PRIVATE_UMASK = 0o077;

/** Where a server of that data folder listens for its operator. */
export async function adminSocketPath(dataDir: string): Promise<string> {
  return socketPath(await realpath(dataDir), SOCKET_NAME);
}

async function readCall(request: IncomingMessage): Promise<{ command: string; input: unknown }> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > JSON_BODY_MAX_BYTES) throw new AppError('too_large');
  }
  try {
    const { command, input } = parseInput(adminCall, JSON.parse(text));
    return { command, input };
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('bad_request');
    throw error;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: { localOrigin: string },
): Promise<void> {
  let [status, body]: [number, object] = [200, {}];
  try {
    body = { success: true, ...(await runCommand(await readCall(request), context)) };
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'internal') log().error({ err: failure.cause ?? failure }, 'admin.failed');
    [status, body] = [ERROR_STATUS[failure.code], toFailure(failure)];
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Not by `rm`, which looks at the socket first: see findings/node-require-after-socket.sh. */
async function removeStale(address: string): Promise<void> {
  try {
    await unlink(address);
  } catch (error) {
    if (!isMissingFile(error)) throw error;
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The file is made within this call, with what the mask leaves of its mode.
    const before = process.umask(PRIVATE_UMASK);
    server.listen(address, resolve);
    process.umask(before);
  });
}

/**
 * Takes the operator's commands over a socket file that only this user can open. To be called by the
 * process that holds the data folder's lock: a file that is there was left by one that was killed. The
 * returned function stops it.
 */
export async function serveCommands(context: {
  localOrigin: string;
}): Promise<() => Promise<void>> {
  const address = await adminSocketPath(getConfig().dataDir);
  if (process.platform !== 'win32') await removeStale(address);
  const server = createServer((request, response) => {
    void answer(request, response, context);
  });
  await listen(server, address);
  if (process.platform !== 'win32') await chmod(address, 0o600);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
}
