import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { singleton } from '@/lib/server/singleton';

const ANSWER_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const DELIVERY_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

function create() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const queues = new Map<string, () => number>();
  return {
    registry,
    queues,
    queueLength: new Gauge({
      name: 'parley_queue_length',
      help: 'What waits or is under way on this node, by queue.',
      labelNames: ['queue'] as const,
      registers,
      collect() {
        for (const [queue, length] of queues) this.set({ queue }, length());
      },
    }),
    partReady: new Gauge({
      name: 'parley_part_ready',
      help: 'Whether what this node needs, or makes use of, can be used: 1 or 0.',
      labelNames: ['part'] as const,
      registers,
    }),
    freeDiskBytes: new Gauge({
      name: 'parley_disk_free_bytes',
      help: 'Free on the disk with the data folder.',
      registers,
    }),
    databaseBytes: new Gauge({
      name: 'parley_database_bytes',
      help: 'Size of the file of the built-in database; 0 with MongoDB.',
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'parley_message_delivery_seconds',
      help: 'From storing a message to its first arrival at a device of its receiver, of those that took at most a minute: whoever was away longer was away.',
      buckets: DELIVERY_BUCKETS_SECONDS,
      registers,
    }),
    messagesSent: new Counter({
      name: 'parley_messages_sent_total',
      help: 'Messages stored.',
      registers,
    }),
    socketsConnected: new Gauge({
      name: 'parley_sockets_connected',
      help: 'Sockets connected to this node.',
      registers,
    }),
    databaseCommands: new Counter({
      name: 'parley_database_commands_total',
      help: 'Commands sent to the database; of work that nobody waits for with its task.',
      labelNames: ['command', 'task'] as const,
      registers,
    }),
    pushes: new Counter({
      name: 'parley_pushes_total',
      help: 'Web pushes by what became of them.',
      labelNames: ['result'] as const,
      registers,
    }),
    linkPreviews: new Counter({
      name: 'parley_link_previews_total',
      help: 'Links that were sent by what became of their previews.',
      labelNames: ['result'] as const,
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'parley_http_request_seconds',
      help: 'Time to answer an API request.',
      labelNames: ['endpoint', 'status'] as const,
      buckets: ANSWER_BUCKETS_SECONDS,
      registers,
    }),
    socketEventSeconds: new Histogram({
      name: 'parley_socket_event_seconds',
      help: 'Time to answer a socket event.',
      labelNames: ['event', 'code'] as const,
      buckets: ANSWER_BUCKETS_SECONDS,
      registers,
    }),
  };
}

/** Every figure of this process, in Prometheus' terms. */
export const metrics = (): ReturnType<typeof create> => singleton('metrics', create);

/** Has `parley_queue_length` tell how much a queue holds; again under the same name, the last counts. */
export function watchQueue(name: string, length: () => number): void {
  metrics().queues.set(name, length);
}
