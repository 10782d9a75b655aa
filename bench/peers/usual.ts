/**
 * The usual design, as tutorials build a chat on MongoDB, on our built-in database: a token is looked
 * at and its person looked up, the message is a mongoose document, the receiver is told through a map
 * of sockets, and a conversation is read as a whole. By HTTP alone. Its database is in the folder
 * that is the first argument. Prints its port.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import jwt from 'jsonwebtoken';
import mongoose, { Schema } from 'mongoose';
import { Server } from 'socket.io';

const SECRET = 'only for a benchmark on this machine';
const [, , dir = ''] = process.argv;

const person = { type: Schema.Types.ObjectId, required: true, ref: 'User' };
const User = mongoose.model('User', new Schema({ fullName: String }, { timestamps: true }));
const Message = mongoose.model(
  'Message',
  new Schema(
    { senderId: person, receiverId: person, text: String, image: String, seen: Boolean },
    { timestamps: true },
  ),
);

async function readJson(request: IncomingMessage): Promise<{ text?: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

/** As its middleware does before every route: the token, then the person. */
async function requireUser(request: IncomingMessage) {
  const claims = jwt.verify(String(request.headers.authorization).slice(7), SECRET);
  const user = await User.findById(typeof claims === 'object' ? claims.userId : null);
  if (!user) throw new Error('nobody');
  return user;
}

const sockets = new Map<string, string>();

async function send(request: IncomingMessage, receiverId: string) {
  const user = await requireUser(request);
  const { text = '' } = await readJson(request);
  const message = await Message.create({ senderId: user._id, receiverId, text, seen: false });
  const socketId = sockets.get(receiverId);
  if (socketId) io.to(socketId).emit('message:created', message);
  return { success: true, newMessage: message };
}

async function readAll(request: IncomingMessage, userId: string) {
  const user = await requireUser(request);
  const messages = await Message.find({
    $or: [
      { senderId: user._id, receiverId: userId },
      { senderId: userId, receiverId: user._id },
    ],
  });
  return { success: true, messages };
}

async function signUp() {
  const user = await User.create({ fullName: 'Somebody' });
  return { success: true, user, token: jwt.sign({ userId: user._id.toString() }, SECRET) };
}

function answer(request: IncomingMessage): Promise<object> {
  const { method, url = '' } = request;
  const last = url.slice(url.lastIndexOf('/') + 1);
  if (url === '/api/auth/signup') return signUp();
  return method === 'POST' ? send(request, last) : readAll(request, last);
}

const httpServer = createServer((request, response) => {
  answer(request).then(
    (body) => {
      const text = JSON.stringify(body);
      response.writeHead(201, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
const io = new Server(httpServer, { perMessageDeflate: false, serveClient: false });
io.on('connection', (socket) => {
  const claims = jwt.verify(String(socket.handshake.auth.token), SECRET);
  const userId = typeof claims === 'object' ? String(claims.userId) : '';
  sockets.set(userId, socket.id);
  socket.on('disconnect', () => sockets.delete(userId));
});

const { uri } = await startEmbeddedMongo({
  dir,
  workerFile: path.resolve('dist/embedded-mongo-worker.js'),
});
await mongoose.connect(uri, { writeConcern: { w: 'majority', journal: true } });
httpServer.listen(0, '127.0.0.1', () => {
  console.log(`ready at http://127.0.0.1:${(httpServer.address() as AddressInfo).port}/`);
});
