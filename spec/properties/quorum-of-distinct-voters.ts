import { type HistoryProperty, majorityOf } from "./property.js";

/** A leader has a majority behind it. */
export const quorumOfDistinctVoters: HistoryProperty = {
  name: "quorumOfDistinctVoters",
  kind: "history",
  section: "paper §5.2",
  statement:
    "Whoever became leader of a term had received grants of that term from distinct servers that, with its own written vote, are a majority.",
  holds({ elections }, { servers }) {
    const needed = majorityOf(servers.length);
    const short = elections.find(({ voters }) => voters.length < needed);
    if (short === undefined) return true;
    const { leader, term, voters } = short;
    const message = `${leader} became leader of term ${term} with the votes of [${voters.join(", ")}], of ${needed} needed`;
    return { message, servers: [leader] };
  },
};
