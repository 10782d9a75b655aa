// Runs in a worker thread: bcryptjs is plain JavaScript and would hold up every socket of the process.
import bcrypt from 'bcryptjs';

export function hash({ password, cost }) {
  return bcrypt.hashSync(password, cost);
}

export function compare({ password, passwordHash }) {
  return bcrypt.compareSync(password, passwordHash);
}
