import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { singleton } from '@/lib/server/singleton';

const ANSWER_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

function create() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
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
      help: 'Commands sent to the database.',
      labelNames: ['command'] as const,
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
