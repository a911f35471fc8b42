// What a screen tells the frame about itself. Each screen's folder has a route.ts that exports one; nothing else registers it.
import type { Component } from "svelte";
import type { OwnReport } from "../contract";
import { match } from "./address";
import { session } from "./session.svelte";

/** Something the palette can offer. */
export interface Found {
  id: string;
  label: string;
  note?: string;
  /** For a person: the user name, which decides the tint. */
  person?: string;
  icon?: Component<Record<string, unknown>>;
  keys?: string;
  run: () => void;
}

export interface Route {
  /** "/users/:userName/:tab?" */
  path: string;
  /** The screen's id in the own report; absent: open to everybody. */
  screen?: string;
  /** Root's alone: no permission opens it for anybody else. */
  ownerOnly?: boolean;
  /** The operation that opens it, named when it is not part of somebody's access; a server without it has no such screen. */
  operation?: string;
  /** What the screen is called, alone and in "Users is not part of your access". */
  title: () => string;
  nav?: {
    group: "access" | "account";
    order: number;
    icon: Component<Record<string, unknown>>;
    /** The letter after G. */
    letter?: string;
    /** Further condition for the sidebar. */
    when?: (report: OwnReport) => boolean;
  };
  load: () => Promise<{ default: Component<{ params: Record<string, string> }> }>;
  /** What the palette finds for a text, groups named. */
  find?: (text: string, signal: AbortSignal) => Promise<{ group: string; items: Found[] }[]>;
}

const modules = import.meta.glob<{ route: Route | Route[] }>("../../screens/*/route.ts", { eager: true });

/** Every screen there is. */
export const routes: readonly Route[] = Object.values(modules).flatMap((module) => module.route);

/** The screen for a path. */
export function routeOf(path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

/** Whether the account's server has what a screen is made of. */
export const isServed = (route: Route) => route.operation === undefined || session.serves(route.operation);

/** Whether somebody else than root is told who has it. */
export const isKept = (route: Route) => (route.ownerOnly ?? false) && !session.root;

/** Whether it opens for whoever is signed in. */
export const isOpen = (route: Route) => isServed(route) && (!route.screen || session.opens(route.screen)) && !isKept(route);

/** The screens of a sidebar, in order. */
export function navOf(group: "access" | "account", opens: (screen: string) => boolean, report: OwnReport | undefined): Route[] {
  return routes
    .filter((route) => route.nav?.group === group && isServed(route) && (!route.screen || opens(route.screen)) && !isKept(route) && (!route.nav.when || (report && route.nav.when(report))))
    .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0));
}

/** Every screen of the sidebar for whoever is signed in, in order. */
export function openPages(): Route[] {
  const opens = (screen: string) => session.opens(screen);
  return [...navOf("access", opens, session.report), ...navOf("account", opens, session.report)];
}
