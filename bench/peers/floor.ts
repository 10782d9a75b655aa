/**
 * The floor: Socket.IO alone. A message is told to the rooms of both people and acknowledged, and
 * nothing is checked or stored. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

interface Sent {
  to: string;
  text: string;
  clientId: string;
}

const httpServer = createServer();
const io = new Server(httpServer, { perMessageDeflate: false, serveClient: false });

io.on('connection', (socket) => {
  const userId = String(socket.handshake.auth.token);
  void socket.join(userId);
  socket.on('message:send', (sent: Sent, acknowledge: (answer: object) => void) => {
    const newMessage = { ...sent, senderId: userId };
    io.to([userId, sent.to]).emit('message:created', newMessage);
    acknowledge({ success: true, newMessage });
  });
});

httpServer.listen(0, '127.0.0.1', () => {
  console.log(`ready at http://127.0.0.1:${(httpServer.address() as AddressInfo).port}/`);
});
