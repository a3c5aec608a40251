import type { Random } from "../../impl/cluster/index.js";
import { type HistorySettings, serverNames } from "../commands/index.js";
import type { Needs } from "../mutants/index.js";

/** Bends drawn settings to what is needed; what is not named stays as drawn. */
export function adjustTo(needs: Needs): (settings: HistorySettings, random: Random) => HistorySettings {
  return (settings, random) => {
    const size = needs.servers === undefined ? settings.servers.length : random.pick(needs.servers);
    const slow = needs.slowDisks === true;
    return {
      servers: serverNames(size),
      options: { ...settings.options, ...needs.options },
      slowDisks: Array.from({ length: size }, (_, offset) =>
        slow ? random.chance(700) : (settings.slowDisks[offset] ?? false),
      ),
      profile: needs.profiles === undefined ? settings.profile : random.pick(needs.profiles),
    };
  };
}
