/** What stands around the title of a session in a post, folded: small letters, no accents. One entry a line. */
import { wordList } from './words.ts';

/**
 * What leads to the title and is no part of it: "open space on asyncio gotchas". At most so many words are looked at,
 * so the longest phrase stands here in full.
 */
export const leads = new Set(
  wordList(`
    open space
    open spaces
    openspace
    an open space
    my open space
    our open space
    first open space
    open session
    session
    bof on
    birds of a feather
    topic
    topic's
    topic is
    theme is
    tonight's
    today's
    last call for
    new to
    two seats left for
    seats left for
    title
    theme
    today
    tonight
    tomorrow
    now
    new
    next
    next up
    up next
    starting
    happening
    happening now
    reminder
    update
    psa
    fyi
    hey
    hi
    hello
    hey all
    hi all
    hey everyone
    hey folks
    so
    ok
    okay
    also
    and
    but
    or
    then
    plus
    well
    btw
    yes
    yay
    just
    just added to the board
    just put up
    added to the board
    on the board
    the board has us down
    we have
    we've got
    we got
    i've got
    got
    there's
    there is
    there will be
    it's
    its
    this is
    is
    are
    will be
    solved
    come
    come to
    come to the
    come for
    come and
    come along
    come along to
    come by
    come by for
    come join
    come join us
    come join us for
    come join me for
    come talk
    come talk about
    come talk to us about
    come learn
    come learn about
    come chat about
    come discuss
    come hear about
    drop by
    drop in
    drop in for
    join
    join us
    join us for
    join us for a
    join me
    join me for
    join me for a
    join our
    join the
    welcome to
    meet us for
    meet us
    meet me
    stop by
    stop by for
    swing by
    head to
    don't miss
    dont miss
    check out
    excited to host
    hosting
    hosting a
    hosting an
    i'm hosting
    i'm hosting a
    i'm hosting an
    im hosting
    im hosting a
    we're hosting
    we're hosting a
    i am hosting
    i am hosting a
    we are hosting
    i'm running
    i'm running a
    i'm running an
    we're running
    we're running a
    running
    running a
    running an
    i'm doing
    i'm doing a
    i'm doing an
    we're doing
    we're doing a
    doing
    doing a
    i'm leading
    i'm leading a
    i'm holding
    i'm holding a
    i'm giving
    i'm giving a
    i'll be hosting
    i'll be hosting a
    i'll be running
    i'll be running a
    we'll be talking about
    we'll talk about
    we'll be doing
    we will talk about
    i'll talk about
    i'll be talking about
    i'm talking about
    talking about
    to talk about
    talk about
    talk to me about
    let's
    let's talk about
    let's talk
    lets talk
    lets talk about
    let's chat about
    let's discuss
    let's do
    let's have
    let's compare
    let's meet for
    chat about
    chatting about
    discussing
    discussion
    discussion of
    discuss
    about
    on
    for
    all about
    anyone for
    anyone up for
    anyone keen for
    anyone keen for a
    anyone interested in
    anyone fancy
    anyone fancy a
    anyone want to
    anyone wanna
    anyone
    who wants to
    who wants
    who's up for
    who is up for
    who's in for
    if you want to
    want to
    wanna
    want to talk about
    want to learn about
    interested in
    into
    curious about
    fancy
    fancy a
    fancy some
    do you like
    i will be
    i'll be
    we will be
    we'll be
    i'm
    we're
    cc
    with
    by
    heute
    jetzt
    morgen
    kommt
    kommt zum
    kommt zur
    offene runde
    wir machen
    wir reden uber
    wir sprechen uber
    ich mache
    es geht um
    zum thema
    thema
    uber
    espacio abierto
    hoy
    manana
    charla sobre
    charla de
    para hablar de
    a hablar de
    hablar de
    vamos a hablar de
    hablaremos de
    hablamos de
    sobre
    ven a
    venid a
    venid
    nos vemos
    tema
    espaco aberto
    hoje
    amanha
    das
    bora
    bora falar de
    vamos falar de
    vamos falar sobre
    para falar de
    vem
    venha
    espace ouvert
    aujourd'hui
    demain
    venez
    venez parler de
    on parle de
    pour parler de
    rendez-vous
    rdv
    parlons de
    parlons
  `),
);

/** A part of a post that says nothing but this, or begins so, is no title: "all welcome", "bring a pillow". */
export const asides = new Set(
  wordList(`
    all
    all are
    everyone
    everybody
    anybody
    newcomers
    beginners
    no
    not
    bring
    please
    pls
    see you
    see ya
    be there
    spread
    rt
    retweet
    sign
    limited
    still
    free
    late
    doors
    look
    ping
    dm
    contact
    details
    more
    info
    sponsored
    referee
    led
    i'm the
    we're the
    snacks
    coffee
    drinks
    thanks
    thank
    sorry
    in case
    because
    same
    over
    max
    come
    come!
    join
    join us
    join me
    drop
    if
    when
    where
    which
    where's
    you
    your
    us
    me
    we'd
    we
    he
    she
    they
    i
    i'd
    i've
    i'll
    it
    it's
    that's
    thats
    knock
    sharp
    until
    till
    to
    then
    boxed
    can't
    don't
    feel
    let me
    let us
    tell
    take
    say
    find
    follow
    cc
    /cc
    plz
    volunteers
    mentors
    jk
    mine
    grabbed
    booked
    reserved
    get
    written
    drunk
    here we
    courtesy
    want
    has anyone
    got
    there
    there'll
    will
    can
    could
    probably
    maybe
    perhaps
    only
    just
    last
    first come
    first time
    kids
    seats
    space
    spaces
    places
    plenty
    room
    door
    enter
    entrance
    next to
    ask
    let's see
    hope
    hoping
    looking
    really
    very
    pizza
    tea
    cake
    hosted
    organised
    organized
    moderated
    presented
    run
    live
    again
    also
    and
    but
    so
    or
    wear
    leave
    pick
    grab
    go
    nothing
    nobody
    none
    yes
    seriously
    promise
    finally
    wohoo
    woohoo
    solved
    alle
    bitte
    kommt
    bringt
    todos
    todas
    todo el mundo
    todo mundo
    cheguem
    chega
    traed
    trae
    faltan
    porfa
    ven
    venid
    venham
    venha
    vem
    venez
    tous
    toutes
    apportez
    ouvert
    どなたでも
    持ってきて
    照明
    monday
    tuesday
    wednesday
    thursday
    friday
    saturday
    sunday
    correct
    small
    min
    mins
    has
    laptops
    badge
  `),
);

/** What an aside ends with: "all welcome", "paper provided". */
export const asideEnds = new Set(
  wordList(`
    welcome
    provided
    only
    optional
    needed
    required
    limited
    appreciated
    invited
    allowed
    guaranteed
    included
    start
    sharp
    bienvenidos
    bienvenidas
    bienvenus
    bienvenue
    willkommen
    bem-vindo
    bem-vindos
    bem-vindas
  `),
);

/** Small words that lead to a room or a time and mean nothing once it is gone, at either end of a title. */
export const joints = new Set(
  wordList(`
    at
    @
    in
    on
    from
    to
    till
    until
    for
    room
    rm
    around
    about
    approx
    by
    of
    the
    a
    an
    and
    or
    is
    are
    will
    be
    with
    this
    over
    up
    down
    near
    inside
    starting
    starts
    start
    beginning
    begins
    today
    tonight
    tomorrow
    now
    sharp
    am
    pm
    p.m
    a.m
    o'clock
    +
    =
    &
    um
    im
    in der
    ab
    uhr
    bis
    raum
    saal
    der
    die
    das
    heute
    morgen
    und
    von
    en
    la
    el
    los
    las
    al
    de
    del
    desde
    hasta
    y
    e
    sala
    aula
    hoy
    manana
    para
    as
    às
    na
    no
    da
    do
    ate
    hoje
    amanha
    com
    le
    les
    l
    au
    aux
    du
    des
    dans
    salle
    vers
    et
    a partir de
    aujourd'hui
    demain
    で
    に
    から
    の
    は
    にて
    まで
    より
    と
    を
  `),
);
