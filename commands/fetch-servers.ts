/**
 * `node commands/launch.mjs fetch-servers`: downloads the embedded Temporal and MongoDB into the cache, for an image.
 */
import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { usages } from '../config/usages.ts';
import { findMongo } from '../standalone/servers/find-mongo.ts';
import { findTemporal } from '../standalone/servers/find-temporal.ts';

readArguments(...usages['fetch-servers']);
const say = (line: string): void => console.log(line);
await Promise.all([findTemporal(say), findMongo(say)]).catch(endWithError);
