/** Starts what tests share, before they run, and ends it afterwards. The returned object can be passed on at once. */

type Start<Started> = (context: Mocha.Context) => Promise<Started>;

/** What was started has one of these methods, which ends it. */
interface Endable {
  stop?(): unknown;
  close?(): unknown;
}

/** Starts something once for all tests of the suite that calls this. */
export function forSuite<Started extends object>(start: Start<Started>): Started {
  const { begin, end, started } = between(start);
  before(begin);
  after(end);
  return standIn(started);
}

/** Starts something anew for each test of the suite that calls this. */
export function forEachTest<Started extends object>(start: Start<Started>): Started {
  const { begin, end, started } = between(start);
  beforeEach(begin);
  afterEach(end);
  return standIn(started);
}

function between<Started extends object>(start: Start<Started>) {
  let running: Started | undefined;
  return {
    async begin(this: Mocha.Context): Promise<void> {
      running = undefined;
      running = await start(this);
    },
    async end(): Promise<void> {
      const ending: Endable = running ?? {};
      await (ending.stop === undefined ? ending.close?.() : ending.stop());
    },
    started(): Started {
      if (running === undefined) throw new Error('it is not started: tests and hooks can use it, not their suite');
      return running;
    },
  };
}

/** An object that can be passed on at once. Each use of one of its properties reads the property from `find()`. */
export function standIn<Found extends object>(find: () => Found): Found {
  return new Proxy({} as Found, {
    get(_, name) {
      const found = find();
      const value: unknown = Reflect.get(found, name);
      return typeof value === 'function' ? (value.bind(found) as unknown) : value;
    },
    set: (_, name, value) => Reflect.set(find(), name, value),
  });
}
