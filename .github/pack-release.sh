#!/bin/sh
# Packs what a machine needs to run the bot that `npm run build` has made: sh .github/pack-release.sh NAME makes
# NAME.tar.gz, which unpacks into NAME/. There, `npm ci --omit=dev --ignore-scripts && npm start`.
set -eu
name=$1
test -f dist/workflow-bundle.js
tar --create --gzip --file "$name.tar.gz" --transform "s,^,$name/," --owner=0 --group=0 \
  package.json package-lock.json .npmrc .env.example commands/launch.mjs dist deploy slack/manifest.json docs \
  README.md CHANGELOG.md LICENSE
