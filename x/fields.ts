/** What we ask X for with every tweet: enough to tell edits, retweets, replies, long texts and links. */
export const TWEET_FIELDS = {
  'tweet.fields':
    'author_id,created_at,entities,referenced_tweets,note_tweet,in_reply_to_user_id,edit_history_tweet_ids',
  expansions: 'author_id',
  'user.fields': 'name,username',
} as const;
