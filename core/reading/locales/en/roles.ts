import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** Words before an English hour that is no start. "at", "by", "from" and a day may come between. */
export const roles: Locale = {
  ends: wordList(`
    till
    til
    'til
    until
    untill
    thru
    through
    end
    ends
    ended
    ending
    finish
    finishes
    finished
    finishing
    over at
    over by
    back for the
    back by
    run past
    runs past
    goes past
    go past
    done at
    done by
    stop at
    stops at
    stopped at
    wrap
    wrap up
    wraps
    wraps up
    wrapping up
    wrapping things up
    out by
    us out
    them out
    everyone out
    me out
    you out
    close
    closes
    closed
    closing
    shut
    shuts
    shutting
    lock
    locks
    locked
    leave by
    wake up at
    woke up at
    get up at
    got up at
    time's up at
    pack up at
    packs up at
    packing up at
    it off at
    comes down
    coming down
    torn down
    struck
    back by
    back at
  `),
  deadlines: wordList(`
    by
    before
    prior to
    no later than
    not later than
    deadline
    deadline is
    deadline:
    due
    cutoff
    cut-off
    cutoff is
    cut-off is
    latest
    expire
    expires
    expired
    submit
  `),
  doors: wordList(`
    door
    doors
    door open
    doors open
    doors will open
    doors go
    doors from
    doors open from
    doors:
    it opens
    opens its doors
    desk opens
    bar opens
    venue opens
    hall opens
    room opens
    building opens
    house opens
    museum opens
    canteen opens
    shop opens
    store opens
    cloakroom opens
    exhibition opens
    expo opens
    check-in opens
    gate opens
    booth opens
    stand opens
    kitchen opens
    buffet opens
    door opens
    fair opens
    line opens
    queue opens
    window opens
    counter opens
    gates open
    sale opens
    sign-up opens
    signup opens
    cfp opens
    opens from
    open
    open from
    is open from
    gate
    gates
    gates open
    registration
    registration from
    check-in from
    setup from
    registration opens
    check-in
    checkin
    setup
    set up
    on sale
    on sale from
  `),
  travel: wordList(`
    flight
    flights
    train
    trains
    bus
    buses
    plane
    shuttle
    minibus
    uber
    taxi
    cab
    ferry
    tram
    alarm
    checkout
    check-out
    landed
    landing
    boarding
    reached
  `),
  after: wordList(`
    after
    following
    post
    between
    anytime after
    any time after
  `),
  since: wordList(`
    since
  `),
};
