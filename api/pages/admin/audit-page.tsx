import { z } from 'zod';
import { storedConfigSchema } from '../../../core/config.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import type { AuditEntry } from '../../../store/audit.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { diffOf } from './config-diff.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { afterField, firstPage, pageSize, placeText, readPlace } from './list-frame.tsx';
import { ListTable } from './list-table.tsx';
import { auditWords, headingOf } from '../../../core/words.ts';

const querySchema = z.object({
  after: afterField(/^\d+_[\w:-]{1,80}$/u),
});

/** Who changed what, when, and through which door. Each entry names the open space or the config. */
export async function auditPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const config = await store.configs.current();
  const { timeZone } = config.conference;
  const entries = await store.audit.list({}, pageSize + 1, readPlace(query.after));
  const { shown, more } = firstPage(c, entries, ({ at, _id }) => placeText(at, _id));
  const titles = await titlesOf(context, shown);
  const changes = await Promise.all(
    shown.map(async (entry) => (await configChange(store, entry)) ?? auditWords(entry, timeZone)),
  );
  const { columns } = words.audit;
  return adminPage(c, context, {
    title: words.audit.title,
    place: '/admin/audit',
    children: (
      <>
        {shown.length === 0 ? <p class="empty">{words.audit.empty}</p> : null}
        <ListTable
          label={words.audit.title}
          columns={[columns.when, columns.who, columns.through, columns.what, columns.change]}
          leading={4}
          rows={shown.map((entry, index) => [
            localDayAndTime(entry.at.getTime(), timeZone),
            entry.by.name,
            words.audit.through[entry.by.door],
            <Subject entry={entry} titles={titles} />,
            changes[index],
          ])}
        />
        {more}
      </>
    ),
  });
}

function Subject({ entry, titles }: { entry: AuditEntry; titles: ReadonlyMap<string, string> }): Markup | null {
  const { openSpaceId: id } = entry;
  if (id !== undefined) return <a href={`/admin/open-spaces/${id}`}>{titles.get(id) ?? id}</a>;
  const version = versionOf(entry);
  if (version === undefined) return null;
  return <a href={`/admin/config/versions/${version}`}>{words.config.version(version)}</a>;
}

async function titlesOf({ openSpaces }: ApiContext, entries: readonly AuditEntry[]): Promise<Map<string, string>> {
  const ids = [...new Set(entries.flatMap(({ openSpaceId }) => openSpaceId ?? []))];
  const views = await openSpaces.findMany(ids);
  return new Map(views.map(({ _id, space }) => [_id, headingOf(space)]));
}

/** The config version of an entry whose id is `config:<version>`. */
function versionOf({ _id, verb }: AuditEntry): number | undefined {
  const version = Number(_id.split(':')[1]);
  return verb === 'config' && Number.isInteger(version) ? version : undefined;
}

/** The change in a version of the config, such as `Pause posting: yes`. Undefined for other entries. */
async function configChange({ configs }: ApiContext['store'], entry: AuditEntry): Promise<string | undefined> {
  const version = versionOf(entry);
  if (version === undefined) return undefined;
  const [before, saved] = await Promise.all([configs.find(version - 1), configs.find(version)]);
  if (before === null || saved === null) return undefined;
  const changes = diffOf(storedConfigSchema.parse(before.config), storedConfigSchema.parse(saved.config));
  return changes.map((change) => words.audit.setting(change)).join('; ') || words.config.nothing;
}
