import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { singleton } from '@/lib/server/singleton';

/** Every figure of this process, in Prometheus' terms. */
export const metricsRegistry = (): Registry =>
  singleton('metrics', () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    return registry;
  });

export const messagesSent = (): Counter =>
  singleton(
    'metrics:messages',
    () =>
      new Counter({
        name: 'parley_messages_sent_total',
        help: 'Messages stored.',
        registers: [metricsRegistry()],
      }),
  );

export const socketsConnected = (): Gauge =>
  singleton(
    'metrics:sockets',
    () =>
      new Gauge({
        name: 'parley_sockets_connected',
        help: 'Sockets connected to this node.',
        registers: [metricsRegistry()],
      }),
  );

export const databaseCommands = (): Counter<'command'> =>
  singleton(
    'metrics:database',
    () =>
      new Counter({
        name: 'parley_database_commands_total',
        help: 'Commands sent to the database.',
        labelNames: ['command'] as const,
        registers: [metricsRegistry()],
      }),
  );

export const requestSeconds = (): Histogram<'endpoint' | 'status'> =>
  singleton(
    'metrics:requests',
    () =>
      new Histogram({
        name: 'parley_http_request_seconds',
        help: 'Time to answer an API request.',
        labelNames: ['endpoint', 'status'] as const,
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers: [metricsRegistry()],
      }),
  );

export const socketEventSeconds = (): Histogram<'event' | 'code'> =>
  singleton(
    'metrics:socket-events',
    () =>
      new Histogram({
        name: 'parley_socket_event_seconds',
        help: 'Time to answer a socket event.',
        labelNames: ['event', 'code'] as const,
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers: [metricsRegistry()],
      }),
  );
