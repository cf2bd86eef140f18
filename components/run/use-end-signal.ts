"use client";

import { useCallback, useEffect, useRef, useState } from "react";

type Permission = NotificationPermission | "unsupported";

/** Tells of the end in the title, and by a system notification where that was asked for and is allowed. */
export function useEndSignal({
  title,
  hasEnded,
  message,
}: {
  /** Of the page, while the run is followed. */
  title: string;
  hasEnded: boolean;
  message: string;
}) {
  const [permission, setPermission] = useState<Permission>("default");
  const [isWanted, setIsWanted] = useState(false);
  const sawRunning = useRef(false);

  useEffect(() => {
    setPermission("Notification" in window ? Notification.permission : "unsupported");
  }, []);

  useEffect(() => {
    document.title = title;
  }, [title]);

  useEffect(() => {
    if (!hasEnded) sawRunning.current = true;
    else if (sawRunning.current && isWanted && permission === "granted") {
      sawRunning.current = false;
      new Notification(message);
    }
  }, [hasEnded, isWanted, permission, message]);

  const ask = useCallback(async () => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    setIsWanted(answer === "granted");
  }, []);
  // Asked for or not, the button keeps its place: what stands below it must not move.
  const isAllowed = permission !== "unsupported" && permission !== "denied";
  return { isAllowed, isWanted, ask };
}
