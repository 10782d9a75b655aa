/** The oldest Node that runs it, as in package.json. */
const NODE_MIN = [20, 19];

/**
 * The shell script by which a release is run.
 * @param {string} version
 */
export const launcher = (version) => `#!/bin/sh
# Starts Parley, or one of its commands: parley --help
set -eu

usage() {
  cat <<'END'
Parley ${version}

  parley [start]                starts the server, and prints its address
  parley admin ...              the operator's commands
  parley backup FILE            one file with everything, beside a running server
  parley restore FILE           puts it back
  parley check                  reads all of the database and says what is damaged
  parley seed                   a demo, beside a running server
  parley migrate:mongodb URI    moves everything into a MongoDB
  parley version                which one this is, also --version

Each has --help. Settings are environment variables, or lines of a file .env beside this folder bin;
.env.example lists them. NODE names the Node to use, where it is not the one on the path.
END
}

self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
home=$(cd "$(dirname "$self")/.." && pwd -P)
node=\${NODE:-node}

command -v "$node" >/dev/null 2>&1 || {
  echo "Parley needs Node ${NODE_MIN.join('.')} or newer; there is no \\"$node\\". See https://nodejs.org" >&2
  exit 1
}
"$node" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > ${NODE_MIN[0]} || (a === ${NODE_MIN[0]} && b >= ${NODE_MIN[1]}) ? 0 : 1)' || {
  echo "Parley needs Node ${NODE_MIN.join('.')} or newer; this is $("$node" --version)." >&2
  exit 1
}

# Files are named from the folder that the command is given in; npm says so by the same name.
export INIT_CWD="$PWD"
case \${DATA_DIR:-} in '' | /*) ;; *) export DATA_DIR="$PWD/$DATA_DIR" ;; esac
# Fewer memory pools, as each keeps what it once used, and what is large in none of them.
export MALLOC_ARENA_MAX="\${MALLOC_ARENA_MAX:-2}" MALLOC_MMAP_THRESHOLD_="\${MALLOC_MMAP_THRESHOLD_:-131072}"
export NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
cd "$home"

command=\${1:-start}
[ $# -eq 0 ] || shift
case $command:\${1:-} in
  start:--help | start:-h) command=help ;;
  start:) ;;
  start:*)
    echo "parley start does not take \\"$1\\": settings are environment variables. parley --help says more." >&2
    exit 2
    ;;
esac
case $command in
  start) exec "$node" dist/server.js ;;
  admin | check | seed | backup | restore) exec "$node" "dist/$command.js" "$@" ;;
  migrate:mongodb) exec "$node" dist/migrate-mongodb.js "$@" ;;
  version | --version) echo '${version}' ;;
  help | --help | -h) usage ;;
  *)
    echo "There is no command \\"$command\\"; parley --help lists them." >&2
    exit 2
    ;;
esac
`;
