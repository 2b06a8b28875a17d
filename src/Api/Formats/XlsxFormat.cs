using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Formats;

/// <summary>
/// A workbook of one sheet (ECMA-376). It is sent when it is complete, because only then it is known that every value fits; until then
/// all but its first megabyte is in a temporary file. It is written here because libraries give the files in the archive the current
/// time, and the same records must be the same bytes.
/// </summary>
internal sealed partial class XlsxFormat : Format
{
    private const int MostRows = 1_048_576;
    private const int MostCharacters = 32_767;
    private const int MostDigits = 15;
    private const int MemoryThreshold = 1024 * 1024;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Bold = "1";
    private const string Day = "2";

    /// <summary>The time of all files in the archive.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Spreadsheets take 1900 for a leap year, so that their count of days is correct from here on.</summary>
    private static readonly DateOnly FirstDay = new(1900, 3, 1);
    private static readonly DateOnly DayZero = new(1899, 12, 30);

    public override string Name => "xlsx";

    public override string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public override string Description =>
        "all matching records as a spreadsheet (Excel): numbers and days as such, text never as a formula, a list joined by ';', "
        + "a list of objects as JSON, days before March 1900 as text; what does not fit into a sheet is refused";

    public override bool IsCompressed => true;

    public override string Column(Field field) => field.Kind.Storage is Storage.Texts or Storage.Json ? field.Cell : base.Column(field);

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        await using var workbook = new FileBufferingWriteStream(MemoryThreshold);
        using (var archive = new ZipArchive(workbook, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in Parts)
            {
                using var part = Open(archive, path);
                part.Write(Encoding.UTF8.GetBytes(content));
            }

            using var sheet = Open(archive, "xl/worksheets/sheet1.xml");
            using var xml = XmlWriter.Create(sheet, new XmlWriterSettings { NewLineHandling = NewLineHandling.Entitize });
            await WriteSheetAsync(xml, query.Fields, rows, cancel);
        }

        await workbook.DrainBufferAsync(body, cancel);
    }

    private static async Task WriteSheetAsync(XmlWriter xml, IReadOnlyList<Field> fields, DbDataReader rows, CancellationToken cancel)
    {
        var columns = Enumerable.Range(0, fields.Count).Select(Letters).ToArray();
        var count = 1;
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw("""<sheetViews><sheetView workbookViewId="0">""");
        xml.WriteRaw("""<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>""");
        xml.WriteRaw("""</sheetView></sheetViews><sheetFormatPr defaultColWidth="16" defaultRowHeight="15"/>""");
        xml.WriteStartElement("sheetData");
        WriteStartRow(xml, 1);
        for (var i = 0; i < fields.Count; i++)
            WriteText(xml, $"{columns[i]}1", fields[i].Name, Bold);
        xml.WriteEndElement();
        while (await rows.ReadAsync(cancel))
        {
            if (++count > MostRows)
                throw DoesNotFit($"there are more than the {MostRows - 1} records that a sheet can hold");
            WriteStartRow(xml, count);
            for (var i = 0; i < fields.Count; i++)
            {
                if (!rows.IsDBNull(i))
                    WriteCell(xml, $"{columns[i]}{count}", fields[i], rows, i);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("autoFilter");
        xml.WriteAttributeString("ref", $"A1:{columns[^1]}{count}");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Some readers, ExcelJS among them, need the number of the row.</summary>
    private static void WriteStartRow(XmlWriter xml, int number)
    {
        xml.WriteStartElement("row");
        xml.WriteStartAttribute("r");
        xml.WriteValue(number);
        xml.WriteEndAttribute();
    }

    private static void WriteCell(XmlWriter xml, string reference, Field field, DbDataReader row, int column)
    {
        switch (field.Kind.Storage)
        {
            case Storage.Integer:
                WriteNumber(xml, reference, row.GetInt32(column));
                break;
            case Storage.Decimal:
                WriteNumber(xml, reference, Exact(field, row.GetDecimal(column)));
                break;
            case Storage.Boolean:
                WriteBoolean(xml, reference, row.GetBoolean(column));
                break;
            case Storage.Date when row.GetFieldValue<DateOnly>(column) is var day && day >= FirstDay:
                WriteNumber(xml, reference, day.DayNumber - DayZero.DayNumber, Day);
                break;
            case Storage.Date:
                WriteText(xml, reference, row.GetFieldValue<DateOnly>(column).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                var text = row.GetString(column);
                if (text.Length > MostCharacters)
                    throw DoesNotFit($"{field.Name} has a text of {text.Length} characters, and a cell can hold {MostCharacters}");
                WriteText(xml, reference, text);
                break;
        }
    }

    /// <summary>A spreadsheet stores 15 digits of a number, which is never rounded.</summary>
    private static decimal Exact(Field field, decimal value)
    {
        var digits = Math.Abs(value).ToString(CultureInfo.InvariantCulture).Replace(".", "").Trim('0').Length;
        return digits <= MostDigits ? value : throw DoesNotFit($"{field.Name} {value} has more than the {MostDigits} digits that a cell can hold");
    }

    private static void WriteNumber(XmlWriter xml, string reference, decimal value, string? style = null)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", reference);
        if (style is not null)
            xml.WriteAttributeString("s", style);
        xml.WriteElementString("v", value.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void WriteBoolean(XmlWriter xml, string reference, bool value)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", reference);
        xml.WriteAttributeString("t", "b");
        xml.WriteElementString("v", value ? "1" : "0");
        xml.WriteEndElement();
    }

    /// <summary>The type of the cell is text, so that nothing in it becomes a formula.</summary>
    private static void WriteText(XmlWriter xml, string reference, string text, string? style = null)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", reference);
        if (style is not null)
            xml.WriteAttributeString("s", style);
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is");
        xml.WriteStartElement("t");
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(Unwritable().Replace(text, match => $"_x{(int)match.Value[0]:X4}_"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Characters that XML cannot hold, and the underscore of a text that looks like their escape.</summary>
    [GeneratedRegex(@"[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Unwritable();

    /// <summary>A, B, … Z, AA, AB, …</summary>
    private static string Letters(int column) => (column < 26 ? "" : Letters(column / 26 - 1)) + (char)('A' + column % 26);

    private static Stream Open(ZipArchive archive, string path)
    {
        var entry = archive.CreateEntry(path);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    /// <summary>The other files of the workbook, always the same.</summary>
    private static readonly (string Path, string Content)[] Parts =
    [
        ("[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types">
              <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
              <Default Extension="xml" ContentType="application/xml"/>
              <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
              <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
              <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
            </Types>
            """),
        ("_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships">
              <Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/>
            </Relationships>
            """),
        ("xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets><sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>
            """),
        ("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships">
              <Relationship Id="rId1" Type="{Relationships}/worksheet" Target="worksheets/sheet1.xml"/>
              <Relationship Id="rId2" Type="{Relationships}/styles" Target="styles.xml"/>
            </Relationships>
            """),
        ("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}">
              <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
              <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
              <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
              <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
              <cellStyleXfs count="1"><xf/></cellStyleXfs>
              <cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>
              <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
            </styleSheet>
            """),
    ];
}
