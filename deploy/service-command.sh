#!/bin/sh
# Runs a command on the data of open-spaces-bot.service, as its user and with its environment. As root:
#   sh deploy/service-command.sh backup /var/backups/open-spaces/copy.ndjson.gz
# Paths must be absolute, and that user must be able to read or write them.
set -eu
set -a
. /etc/open-spaces-bot/environment
# As in the unit.
HOME=/var/lib/open-spaces-bot
DATA_DIR=/var/lib/open-spaces-bot/data
set +a
cd /opt/open-spaces-bot
exec setpriv --reuid open-spaces --regid open-spaces --init-groups node commands/launch.mjs "$@"
