/**
 * All words of the dashboard, by screen. Numbers and dates are written by `useFormats`. Named as `messages.run`, a page
 * loads the words of the screens that it names; taken apart (`{ run } = messages`), all of them.
 */
export * as messages from "./catalogue.ts";
