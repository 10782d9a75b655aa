import mongoose from 'mongoose';
import { singleton } from '@/lib/server/singleton';

/**
 * Makes commands fail that the driver writes to a connection in the moment between its end and the news of
 * it. A write to a destroyed socket returns false, as one to a full socket does, and the driver (mongodb 7.8)
 * waits for it to drain: for ever, as a socket that closed without an error never says anything again. To be
 * called before the first connection; it changes the driver's own class. Idempotent.
 */
export function failLostWrites(): Promise<void> {
  return singleton('lost-writes', changeDriver);
}

async function changeDriver(): Promise<void> {
  const { Connection } = await import('mongodb/lib/cmap/connection.js');
  const { onClose } = Connection.prototype;
  Connection.prototype.onClose = function (this: InstanceType<typeof Connection>): void {
    onClose.call(this);
    // Who waits for the socket to drain listens for an error; everybody else is done with it.
    this.socket.emit('error', new mongoose.mongo.MongoNetworkError('the connection was closed'));
  };
}
