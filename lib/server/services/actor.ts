/** Who is asking. Made from a verified token with a living session, never from a payload. */
export interface Actor {
  userId: string;
  sid: string;
}
