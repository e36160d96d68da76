import { configSchema, defaultRules } from '../../core/config.ts';

/** A conference with two rooms, which a config takes as it is. */
export const ruleConference = {
  id: 'c',
  name: 'C',
  timeZone: 'America/Los_Angeles',
  startDate: '2017-05-19',
  endDate: '2017-05-21',
  rooms: [
    { name: 'B114', aliases: [] as string[] },
    { name: 'A106', aliases: [] as string[] },
  ],
};
/** Its config, with the rules that every installation begins with. */
export const ruleConfig = configSchema.parse({ ...defaultRules, conference: ruleConference });
