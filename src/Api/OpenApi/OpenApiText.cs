namespace Api.OpenApi;

/// <summary>The text at the beginning of the documents.</summary>
internal static class OpenApiText
{
    public const string Description = """
        Trade figures, joint military exercises, visits, quoted statements, agreements, transfers and other indicators in the relations
        between countries, today Russia and China, each with its evidence: the document, the paragraph and the shortest phrase that supports it.
        `/v1/dyads/CHN-RUS` is where to begin with two countries.

        **Who does what to whom**: `actors` act, `targets` are those at whom an act is directed, and `mentions` are only named. `dyad=CHN-RUS`
        is what happens between the two, and `country__all=CHN,RUS` is what concerns both.

        **Every list** has the same parameters: filters named after the fields, `q` for full text, `date_from` and `date_to` for a window of
        time, `sort`, `fields`, `group_by`, `limit` and `cursor`. An unknown parameter or value is an error that lists the allowed ones. A list
        of values is separated by commas (`explode: false`), and `\,` is a comma within a value.

        **Operators** follow the name of a filter:

        | operator | keeps records whose field | example |
        |---|---|---|
        | none | has one of the values | `kind=visit,meeting` |
        | `__not` | has none of the values | `country__not=USA` |
        | `__all` | is a list with all of the values | `country__all=CHN,RUS` |
        | `__gte`, `__lte` | is at least, at most the value | `value__gte=1000` |
        | `__contains` | contains the text, in upper or lower case | `title__contains=gas` |
        | `__is_null` | is null (`true`) or has a value (`false`) | `value__is_null=false` |

        - `/v1/visits?kind=visit,state_visit&date_from=2023`: visits since 2023.
        - `/v1/trade-figures?value__gte=100000000000&unit=USD`: trade of at least 100 billion dollars.
        - `/v1/statements?country__all=CHN,RUS&q=partnership`: what was said of both countries and has the word partnership.

        **Groups**: `group_by` gives one row per group, with its count, its distinct sources, and the smallest and largest of every number and
        day. A list has the name of one of its items (`topic`), and a record counts in the group of each item; `year`, `quarter` and `month`
        contain dates that are wholly within one. Groups are sorted by their own columns, and `fields` selects among them.

        **Order**: null comes last, and equal records are sorted by their key. With `q`, `rank` sorts by how well records match.

        **Schemas**: the rows of a list are whole records; with `fields` they have the schema `…Partial`, and with `group_by` the schema `…Group`.

        **Pages**: `page.next` is the address of the next page, and `page.next_cursor` its parameter `cursor`; both are null at the end.

        **Tables** for notebooks and spreadsheets: add an extension, such as `/v1/statements.csv`; one address is one complete
        table, with the same filters. In `csv` and `xlsx` a list is joined by `;` and a list of objects is JSON; `parquet`, `arrow` and
        `ndjson` keep their structure, and give every column its type.

        A list takes the media type of a table in `Accept` too. A record with an extension is in that format.

        **Counts** have every value of the records that match, the most frequent first. A list counts under each of its items; null
        counts records without a value.

        **Citations** name the dataset in its version, at the exact address of what is cited, and the source documents that it is taken from.
        Formats: `txt` for people, `bib` (BibTeX), `ris` for reference managers, `json` (CSL-JSON); without an extension, `Accept` selects one.

        **Evidence** is W3C Web Annotations in JSON-LD: each links a phrase in its paragraph of the source document to the record. A paragraph is
        a line that is not blank, counted from 1. With `Accept: application/json` the answer has that media type.

        **Versions**: `dataset_version` pins any read to one version of the dataset, for ever. Dates are as precise as they are
        known: `date` is EDTF (ISO 8601-2), `date_start` and `date_end` are its first and last possible day. Null means
        what the description of the field says.

        **Headers**: while the database does not answer, an answer from the cache has `Dataset-Stale` and `Age`, the seconds since the database last
        confirmed the version. A request with `Prefer: server-timing` gets `Server-Timing`, the milliseconds of each step: parse, cache, db, write.

        **Errors** are problem details (RFC 9457), described at `/v1/problems`.
        """;
}
