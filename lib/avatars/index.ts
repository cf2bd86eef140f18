export { avatarResponse } from "./avatar-response.ts";
export { readAvatar } from "./read-avatar.ts";
