#!/usr/bin/env bash
# What one would guess: Debian's /etc/nginx/proxy_params, which guides tell people to include, passes on
#   the Host that the browser sent, as the file of that name always did.
# What happens: since a security update it passes "$host", which has lost the port. Behind nginx on any
#   port but the standard one, Host and Origin of one and the same page differ.
# Why a chat cares: whoever decides by comparing the two (Next does, for server actions) refuses every
#   form of such a site. The only way out is to be told the address.
#
# Needs: apt-get install nginx (seen with 1.22.1-9+deb12u11), node 20, curl. Exits with 1 when it no longer happens.
set -euo pipefail
export PATH="$PATH:/usr/sbin"
dir=$(mktemp -d)
cleanup() {
  kill "${nginx:-}" "${node:-}" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
inner=$(free_port)
outer=$(free_port)

node -e '
require("http").createServer((q, s) => s.end(`Host: ${q.headers.host}\nOrigin: ${q.headers.origin}\n`))
  .listen(Number(process.argv[1]), "127.0.0.1")' "$inner" &
node=$!
wait_for() { curl -s -o "$dir/waited" --retry 20 --retry-connrefused --retry-delay 1 "$1"; }
wait_for "http://127.0.0.1:$inner/"

user=""
[ "$(id -u)" != 0 ] || user="user root;"
cat >"$dir/nginx.conf" <<CONF
$user daemon off; pid $dir/pid; error_log $dir/error.log; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path $dir/a; proxy_temp_path $dir/b; fastcgi_temp_path $dir/c; uwsgi_temp_path $dir/d; scgi_temp_path $dir/e;
  server {
    listen 127.0.0.1:$outer;
    location / { proxy_pass http://127.0.0.1:$inner; include /etc/nginx/proxy_params; }
  }
}
CONF
nginx -p "$dir" -c "$dir/nginx.conf" -e /dev/null &
nginx=$!
wait_for "http://127.0.0.1:$outer/"

nginx -v 2>&1
dpkg-query -W -f='${Package} ${Version}\n' nginx nginx-common 2>/dev/null || true
seen=$(curl -s -H "Origin: http://127.0.0.1:$outer" "http://127.0.0.1:$outer/")
echo "asked:  http://127.0.0.1:$outer/"
echo "$seen"
if grep -qx 'Host: 127.0.0.1' <<<"$seen"; then
  echo 'The port is gone from Host, and still in Origin.'
else
  echo 'Host kept its port: this no longer happens.'
  exit 1
fi
