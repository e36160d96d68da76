/** Well-known emoji by Slack's names. Custom ones, and those that nobody writes into a title, are not here. */
const known = `
  +1 👍  -1 👎  100 💯  alarm_clock ⏰  apple 🍎  art 🎨  baby 👶  balloon 🎈  bar_chart 📊  baseball ⚾
  basketball 🏀  beach_with_umbrella 🏖️  beer 🍺  beers 🍻  bell 🔔  bicyclist 🚴  bike 🚲  birthday 🎂
  black_cat 🐈‍⬛  blush 😊  book 📖  books 📚  boom 💥  brain 🧠  bread 🍞  bridge_at_night 🌉  bug 🐛  bulb 💡
  butterfly 🦋  cactus 🌵  cake 🍰  calendar 📆  camera 📷  camping 🏕️  cat 🐱  chart_with_upwards_trend 📈
  chess_pawn ♟️  clap 👏  clapper 🎬  cloud ☁️  coffee ☕  computer 💻  confetti_ball 🎊  cookie 🍪  crab 🦀
  crossed_fingers 🤞  crystal_ball 🔮  cupcake 🧁  dancer 💃  dancers 👯  dart 🎯  date 📅  dizzy 💫  dog 🐶
  doughnut 🍩  dragon 🐉  drum_with_drumsticks 🥁  duck 🦆  earth_africa 🌍  earth_americas 🌎  earth_asia 🌏
  elephant 🐘  evergreen_tree 🌲  exclamation ❗  eyes 👀  film_projector 📽️  fire 🔥  fireworks 🎆
  floppy_disk 💾  flying_disc 🥏  fork_and_knife 🍴  four_leaf_clover 🍀  fox_face 🦊  frog 🐸  game_die 🎲
  gear ⚙️  ghost 👻  gift 🎁  goat 🐐  golf ⛳  grin 😁  guitar 🎸  hammer 🔨  hammer_and_wrench 🛠️  handshake 🤝
  headphones 🎧  heart ❤️  heart_eyes 😍  heavy_check_mark ✔️  herb 🌿  hiking_boot 🥾  hourglass ⌛
  hugging_face 🤗  ice_cream 🍨  jack_o_lantern 🎃  jigsaw 🧩  joy 😂  juggling 🤹  key 🔑  keyboard ⌨️  kite 🪁
  laughing 😆  leaves 🍃  lion_face 🦁  lock 🔒  loudspeaker 📢  mag 🔍  mage 🧙  man_dancing 🕺  mask 😷  mega 📣
  memo 📝  microphone 🎤  microscope 🔬  moon 🌔  mortar_board 🎓  mountain ⛰️  movie_camera 🎥  muscle 💪
  musical_keyboard 🎹  musical_note 🎵  notes 🎶  ocean 🌊  octopus 🐙  ok_hand 👌  owl 🦉  package 📦
  panda_face 🐼  partying_face 🥳  penguin 🐧  performing_arts 🎭  person_climbing 🧗  person_doing_cartwheel 🤸
  person_in_lotus_position 🧘  pizza 🍕  point_right 👉  pray 🙏  pushpin 📌  question ❓  rainbow 🌈
  rainbow-flag 🏳️‍🌈  raised_hands 🙌  red_circle 🔴  robot_face 🤖  rocket 🚀  rose 🌹  rotating_light 🚨
  runner 🏃  sailboat ⛵  sauropod 🦕  scissors ✂️  seedling 🌱  sewing_needle 🪡  smile 😄  smiley 😃  snake 🐍
  snowflake ❄️  soccer ⚽  sparkles ✨  sparkling_heart 💖  speech_balloon 💬  spider 🕷️  star ⭐  star2 🌟
  stuck_out_tongue 😛  sun_with_face 🌞  sunflower 🌻  sunglasses 😎  sunny ☀️  surfer 🏄  swimmer 🏊  t-rex 🦖
  taco 🌮  tada 🎉  tea 🍵  teacher 🧑‍🏫  technologist 🧑‍💻  telescope 🔭  tennis 🎾  test_tube 🧪
  thinking_face 🤔  thread 🧵  thumbsdown 👎  thumbsup 👍  toolbox 🧰  trophy 🏆  turtle 🐢  unicorn_face 🦄
  video_game 🎮  violin 🎻  volleyball 🏐  walking 🚶  warning ⚠️  wave 👋  whale 🐳  white_check_mark ✅
  wine_glass 🍷  wrench 🔧  writing_hand ✍️  yarn 🧶  zap ⚡
`;

const characters: ReadonlyMap<string, string> = new Map(
  Array.from(known.matchAll(/(\S+) (\S+)/gu), ([, name = '', character = '']) => [name, character]),
);

/** In the tone that Slack calls `skin-tone-2` to `skin-tone-6`, which is U+1F3FB to U+1F3FF after the person. */
const inTone = (character: string, tone: string): string =>
  character.replace(/^(.)\uFE0F?/u, `$1${String.fromCodePoint(0x1f3f9 + Number(tone))}`);

/**
 * The text with emoji as characters: `:tada:` as 🎉. Of one that is not known, such as a workspace's own, the words
 * stay: `:blob_dance:` becomes `blob dance`.
 */
export function withEmoji(text: string): string {
  return text
    .replaceAll(/(?<!\d):([\w+-]+):(?::skin-tone-([2-6]):)?/gu, (written, name: string, tone?: string) => {
      const character = characters.get(name);
      if (character === undefined) return written;
      return tone === undefined ? character : inTone(character, tone);
    })
    .replaceAll(/(?<![\p{L}\p{N}/]):([a-z][\w'+-]*)(?:::skin-tone-[2-6])?:(?![\p{L}\p{N}/])/gu, (_, name: string) =>
      name.replaceAll(/[_-]/gu, ' '),
    );
}
