using System.Text.Json.Serialization;

namespace Api.Features.Citations;

/// <summary>The evidence of a record as Web Annotations (W3C Web Annotation Data Model): a collection with all of them on its only page.</summary>
/// <param name="Context">The vocabulary of annotations.</param>
/// <param name="Id">Address of the collection, pinned to its version.</param>
/// <param name="Type">AnnotationCollection.</param>
/// <param name="Label">Title of the record.</param>
/// <param name="Total">Number of annotations.</param>
/// <param name="First">The page that holds all of them.</param>
internal sealed record EvidenceAnnotations(
    [property: JsonPropertyName("@context")] string Context, string Id, string Type, string Label, int Total, AnnotationPage First);

/// <summary>A page of annotations.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Type">AnnotationPage.</param>
/// <param name="StartIndex">Index of its first annotation in the collection, from 0.</param>
/// <param name="Items">The annotations, in the order of the record's evidence.</param>
internal sealed record AnnotationPage(
    string Id, string Type, [property: JsonPropertyName("startIndex")] int StartIndex, IReadOnlyList<Annotation> Items);

/// <summary>One piece of evidence: it links a record to the phrase of a document that carries it.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Type">Annotation.</param>
/// <param name="Motivation">linking.</param>
/// <param name="Created">When the version was loaded, in UTC.</param>
/// <param name="Generator">The program that made it.</param>
/// <param name="Body">Address of the record, pinned to its version.</param>
/// <param name="Target">The phrase.</param>
internal sealed record Annotation(
    string Id, string Type, string Motivation, DateTime Created, AnnotationGenerator Generator, string Body, AnnotationTarget Target);

/// <summary>A program that makes annotations.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Type">Software.</param>
/// <param name="Name">Its name.</param>
internal sealed record AnnotationGenerator(string Id, string Type, string Name);

/// <summary>A piece of a document.</summary>
/// <param name="Type">SpecificResource.</param>
/// <param name="Source">The document.</param>
/// <param name="Selector">The position of the piece in it.</param>
internal sealed record AnnotationTarget(string Type, AnnotatedSource Source, ParagraphSelector Selector);

/// <summary>The document of an annotation.</summary>
/// <param name="Id">Address of its description, pinned to the version; sha256 there identifies the document's bytes.</param>
/// <param name="Label">Its title.</param>
internal sealed record AnnotatedSource(string Id, string Label);

/// <summary>A paragraph of a document, and the phrase within it.</summary>
/// <param name="Type">FragmentSelector.</param>
/// <param name="Value">The paragraph: paragraph=15 is the fifteenth of the lines that are not blank, counted from 1.</param>
/// <param name="RefinedBy">The phrase within the paragraph.</param>
internal sealed record ParagraphSelector(string Type, string Value, [property: JsonPropertyName("refinedBy")] QuoteSelector RefinedBy);

/// <summary>A phrase that occurs once in its paragraph.</summary>
/// <param name="Type">TextQuoteSelector.</param>
/// <param name="Exact">The phrase, verbatim.</param>
internal sealed record QuoteSelector(string Type, string Exact);
