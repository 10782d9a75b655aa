// The driver's own class: it is not part of what the driver exports.
declare module 'mongodb/lib/cmap/connection.js' {
  import type { Socket } from 'node:net';

  export class Connection {
    readonly socket: Socket;
    onClose(): void;
  }
}
