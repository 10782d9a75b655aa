import { createServer, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SocketTransport } from '@/lib/client/transport/socket';
import { NoAnswerError, type TransportHandlers } from '@/lib/client/transport/transport';
import type { MessageDto } from '@/lib/shared/dto';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function listen(http: HttpServer): Promise<string> {
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    http.closeAllConnections();
    return new Promise((done) => http.close(done));
  });
  const address = http.address();
  if (!address || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function startSocketServer() {
  const http = createServer();
  const io = new Server(http);
  io.use((socket, next) =>
    socket.handshake.auth.token === 'good' ? next() : next(new Error('unauthorized')),
  );
  const url = await listen(http);
  cleanUps.push(() => io.close());
  return { io, url };
}

function connect(url: string, token = 'good') {
  const transport = new SocketTransport({ url, token });
  const handlers = {
    events: {
      'message:created': vi.fn<(message: MessageDto) => void>(),
      'message:updated': vi.fn(),
      'conversation:seen': vi.fn(),
      'conversation:delivered': vi.fn(),
      typing: vi.fn(),
      'presence:changed': vi.fn(),
      'conversation:settings': vi.fn(),
      'people:changed': vi.fn(),
      'user:updated': vi.fn(),
      resync: vi.fn(),
      'session:ended': vi.fn(),
    },
    onConnected: vi.fn(),
    onDisconnected: vi.fn(),
    onFailed: vi.fn<TransportHandlers['onFailed']>(),
    onRefused: vi.fn(),
  };
  transport.start(handlers);
  cleanUps.push(() => transport.stop());
  return { transport, handlers };
}

const TIMEOUT = { timeout: 10_000 };

describe('the socket', () => {
  it('hears every event there is', async () => {
    const { io, url } = await startSocketServer();
    const { handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledOnce(), TIMEOUT);
    for (const name of Object.keys(handlers.events)) io.emit(name, {});
    for (const [name, heard] of Object.entries(handlers.events)) {
      await vi.waitFor(() => expect(heard, name).toHaveBeenCalledOnce(), TIMEOUT);
    }
  });

  it('connects, hears each event once, and hears nothing after being stopped', async () => {
    const { io, url } = await startSocketServer();
    const { transport, handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledOnce(), TIMEOUT);
    io.emit('message:created', { _id: 'one' });
    const heard = handlers.events['message:created'];
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), TIMEOUT);
    transport.stop();
    await vi.waitFor(async () => expect(await io.fetchSockets()).toEqual([]), TIMEOUT);
    expect(transport.isConnected).toBe(false);
    expect(handlers.onDisconnected).not.toHaveBeenCalled();
  });

  it('keeps one connection when started, stopped and started again at once', async () => {
    const { io, url } = await startSocketServer();
    const { transport, handlers } = connect(url);
    transport.stop();
    transport.start(handlers);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledOnce(), TIMEOUT);
    expect(await io.fetchSockets()).toHaveLength(1);
    io.emit('message:created', { _id: 'one' });
    const heard = handlers.events['message:created'];
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), TIMEOUT);
  });

  it('answers what the server acknowledges, and throws what it refuses', async () => {
    const { io, url } = await startSocketServer();
    io.on('connection', (socket) => {
      socket.on('message:seen', ({ messageId }, ack) =>
        ack(
          messageId === 'mine'
            ? { success: true, seenSeq: 4 }
            : { success: false, code: 'not_found', message: 'No such message.' },
        ),
      );
    });
    const { transport, handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalled(), TIMEOUT);
    const ask = (messageId: string) => transport.request('message:seen', { messageId }, 5_000);
    expect(await ask('mine')).toMatchObject({ seenSeq: 4 });
    await expect(ask('theirs')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says so when no answer comes', async () => {
    const { url } = await startSocketServer();
    const { transport, handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalled(), TIMEOUT);
    const silent = transport.request('message:delivered', { messageId: 'one' }, 50);
    await expect(silent).rejects.toBeInstanceOf(NoAnswerError);
    transport.stop();
    const unconnected = transport.request('message:delivered', { messageId: 'one' }, 50);
    await expect(unconnected).rejects.toBeInstanceOf(NoAnswerError);
  });

  it('tells a refusal from a failure', async () => {
    const { url } = await startSocketServer();
    const { handlers } = connect(url, 'bad');
    await vi.waitFor(() => expect(handlers.onRefused).toHaveBeenCalled(), TIMEOUT);
    expect(handlers.onFailed).not.toHaveBeenCalled();
  });

  it('comes back after the server has sent it away', async () => {
    const { io, url } = await startSocketServer();
    const { handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledOnce(), TIMEOUT);
    io.disconnectSockets(true);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledTimes(2), TIMEOUT);
    expect(handlers.onDisconnected).toHaveBeenCalledOnce();
  });

  it('connects anew at once when told that it may be dead', async () => {
    const { io, url } = await startSocketServer();
    const { transport, handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledOnce(), TIMEOUT);
    const [before] = await io.fetchSockets();
    transport.restart();
    await vi.waitFor(() => expect(handlers.onConnected).toHaveBeenCalledTimes(2), TIMEOUT);
    await vi.waitFor(async () => {
      const [after, ...more] = await io.fetchSockets();
      expect(more).toEqual([]);
      expect(after?.id).not.toBe(before?.id);
    }, TIMEOUT);
  });

  it.each(['refuse', 'hang'])(
    'recognises a server that has no sockets (upgrades %s)',
    async (upgrades) => {
      const http = createServer((_, response) => {
        response.writeHead(404, { 'content-type': 'text/html' });
        response.end('<h1>Not found</h1>');
      });
      // As Next does with an upgrade it knows nothing of: no answer at all.
      const hung: Duplex[] = [];
      if (upgrades === 'hang') http.on('upgrade', (_, socket) => hung.push(socket));
      const url = await listen(http);
      cleanUps.push(() => {
        for (const socket of hung) socket.destroy();
      });
      const { handlers } = connect(url);
      await vi.waitFor(
        () => expect(handlers.onFailed).toHaveBeenCalledWith({ hasNoSockets: true }),
        TIMEOUT,
      );
    },
  );

  it('does not take a server that is down for one without sockets', async () => {
    const http = createServer();
    const url = await listen(http);
    await new Promise((done) => http.close(done));
    const { handlers } = connect(url);
    await vi.waitFor(() => expect(handlers.onFailed).toHaveBeenCalled(), TIMEOUT);
    expect(handlers.onFailed).toHaveBeenCalledWith({ hasNoSockets: false });
  });
});
