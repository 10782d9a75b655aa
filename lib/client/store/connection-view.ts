/** `offline`: no network. `polling`: the server has no sockets, so the client asks every few seconds. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'polling';

export interface ConnectionView {
  state: ConnectionState;
  /** Connecting or offline for longer than a moment. */
  showBanner: boolean;
}
