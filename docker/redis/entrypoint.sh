#!/bin/sh
# Starts Redis with the password from the environment, in a file that lives in memory only.
set -eu
umask 077

settings=/tmp/redis.conf
cat /etc/redis/redis.conf >"$settings"
if [ -n "${REDIS_PASSWORD:-}" ]; then
    printf 'requirepass %s\n' "$REDIS_PASSWORD" >>"$settings"
fi
unset REDIS_PASSWORD
exec redis-server "$settings"
