// Runs in a worker thread: bcryptjs is plain JavaScript and would hold up every socket of the process.
import bcrypt from 'bcryptjs';

/** @param {{ password: string, cost: number }} input */
export function hash({ password, cost }) {
  return bcrypt.hashSync(password, cost);
}

/** @param {{ password: string, passwordHash: string }} input */
export function compare({ password, passwordHash }) {
  return bcrypt.compareSync(password, passwordHash);
}
