import { MongoBulkWriteError, MongoServerError } from 'mongodb';

export const duplicateKeyCode = 11_000;

/** Whether a write failed only because the document exists already. For a conditional upsert, that is an answer. */
function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const errors = [error.writeErrors].flat();
    return errors.length > 0 && errors.every((one) => one.code === duplicateKeyCode);
  }
  return error instanceof MongoServerError && error.code === duplicateKeyCode;
}

/** Runs a conditional upsert. False if another document with the same key exists. */
export async function unlessTaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
